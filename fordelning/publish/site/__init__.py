"""A web site of the editions: the overview as its front page, every edition at its own address, and the guide."""
