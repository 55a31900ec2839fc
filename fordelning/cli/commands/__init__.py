"""What the commands do: each module is loaded only when a command of it is given."""
