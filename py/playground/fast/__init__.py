"""The same training and forward pass without waste, for a page that trains while one watches."""
