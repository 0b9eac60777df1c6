"""Set-up and site tools: fetch, verify, slim, serve, build, test. Standard library only."""
