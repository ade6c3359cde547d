"""Running it: health, logs, start-up checks, backup, restore and the drill."""
