"""Draws the sample pictures: plates on cars in scenes, seen through a camera. Free fonts, no photographs, always the same result."""
