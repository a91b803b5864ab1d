"""Text in, clean values out: the forms of the revenue room."""
