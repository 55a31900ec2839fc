"""What all else stands on: errors, money, the look, exit statuses, and files that are read and replaced safely."""
