SITENAME = "Bench"
SITEURL = "https://bench.example.org"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_PAGINATION = 10
