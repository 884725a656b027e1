#!/bin/sh
# Copies the built site into a bucket of S3, in an order in which no reader meets a page whose files are
# missing: what pages load, then pages, then what leads to pages, and last of all what is gone.
#   sh deploy/s3.sh s3://BUCKET[/FOLDER] [SITE]
set -eu
bucket=${1:?"name the bucket, such as s3://lab-notes"}
site=${2:-site}
if [ ! -f "$site/index.html" ]; then
    echo "$site/index.html is missing: build the site first, or name its folder" >&2
    exit 1
fi

hex='[0-9a-f]'
hash=$hex$hex$hex$hex$hex$hex$hex$hex # in the names of files that change with their content

# send CACHING TYPE PATTERNS…: copies what the patterns take; an empty TYPE is told by the name.
send() {
    caching=$1
    type=$2
    shift 2
    aws s3 sync "$site" "$bucket" --no-progress --exclude '*' "$@" \
        --cache-control "$caching" ${type:+--content-type "$type"}
}

# Kept for good, and copied once: such a file never changes.
forever='max-age=31536000, immutable'
send "$forever" 'text/javascript; charset=utf-8' --size-only \
    --include "assets/*.$hash.js" --include "assets/*.$hash.min.js"
send "$forever" 'text/css; charset=utf-8' --size-only \
    --include "assets/*.$hash.css" --include "assets/*.$hash.min.css"

# Kept, but asked for news each time. CDNs and browsers do; nothing has to be invalidated.
news='no-cache'
send "$news" '' --include '*' --exclude '*.html' --exclude '*.js' --exclude '*.css' \
    --exclude '*.md' --exclude '*.txt' --exclude '*.json' --exclude '*.jsonl' \
    --exclude '*.xml' --exclude '*.atom' --exclude '*.rss'
send "$news" 'text/css; charset=utf-8' --include '*.css' \
    --exclude "assets/*.$hash.css" --exclude "assets/*.$hash.min.css"
send "$news" 'text/javascript; charset=utf-8' --include '*.js' --exclude '*/search/manifest.js' \
    --exclude "assets/*.$hash.js" --exclude "assets/*.$hash.min.js"
send "$news" 'text/html; charset=utf-8' --include '*.html'
send "$news" 'text/markdown; charset=utf-8' --include '*.md'
send "$news" 'text/plain; charset=utf-8' --include '*.txt'
send "$news" 'application/json' --include '*.json'
send "$news" 'application/jsonl' --include '*.jsonl'
send "$news" 'application/xml' --include '*.xml'
send "$news" 'application/atom+xml' --include '*.atom'
send "$news" 'application/rss+xml' --include '*.rss'
send "$news" 'text/javascript; charset=utf-8' --include '*/search/manifest.js'

# Scripts and styles of earlier builds stay, for pages that are open; they say nothing of anybody.
aws s3 sync "$site" "$bucket" --no-progress --delete --size-only \
    --exclude "assets/*.$hash.js" --exclude "assets/*.$hash.min.js" \
    --exclude "assets/*.$hash.css" --exclude "assets/*.$hash.min.css"
