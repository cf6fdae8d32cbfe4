"""The graph over HTTP: a JSON API for services, pages for people."""
