"""The API: who may call, what is refused at the door, and servicers that convert, call and convert back."""
