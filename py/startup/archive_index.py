"""What each archive holds that is fetched on demand; `pack.py` puts another in this one's place."""

INDEX = {}
