"""How every page looks: the frame, the style, the forms, the drawing of a month."""
