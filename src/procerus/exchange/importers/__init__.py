"""Exports of other diaries, one module an app. What a file does not say stays unknown."""
