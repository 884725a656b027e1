#!/bin/sh
# Copies the built site into a bucket of Google Cloud Storage, in an order in which no reader meets a page
# whose files are missing: what pages load, then pages, then what leads to pages, and last what is gone.
#   sh deploy/gcs.sh gs://BUCKET[/FOLDER] [SITE]
set -eu
bucket=${1:?"name the bucket, such as gs://lab-notes"}
site=${2:-site}
if [ ! -f "$site/index.html" ]; then
    echo "$site/index.html is missing: build the site first, or name its folder" >&2
    exit 1
fi

# send CACHING TYPE PATTERN: copies what the pattern takes; an empty TYPE is told by the name.
send() {
    gcloud storage rsync "$site" "$bucket" --recursive --checksums-only \
        --exclude="^(?!($3)\$)" --cache-control="$1" ${2:+--content-type="$2"}
}

# Kept for good: the name of such a file changes with its content.
hash='[.][0-9a-f]{8}([.]min)?'
send 'max-age=31536000, immutable' 'text/javascript; charset=utf-8' "assets/.*${hash}[.]js"
send 'max-age=31536000, immutable' 'text/css; charset=utf-8' "assets/.*${hash}[.]css"

# Kept, but asked for news each time. CDNs and browsers do; nothing has to be invalidated.
news='no-cache'
other="(?!assets/.*${hash}[.](js|css)\$)" # none of those above
send "$news" '' '(?!.*[.](html|js|css|md|txt|json|jsonl|xml|atom|rss)$).*'
send "$news" 'text/css; charset=utf-8' "$other.*[.]css"
send "$news" 'text/javascript; charset=utf-8' "(?!.*/search/manifest[.]js\$)$other.*[.]js"
send "$news" 'text/html; charset=utf-8' '.*[.]html'
send "$news" 'text/markdown; charset=utf-8' '.*[.]md'
send "$news" 'text/plain; charset=utf-8' '.*[.]txt'
send "$news" 'application/json' '.*[.]json'
send "$news" 'application/jsonl' '.*[.]jsonl'
send "$news" 'application/xml' '.*[.]xml'
send "$news" 'application/atom+xml' '.*[.]atom'
send "$news" 'application/rss+xml' '.*[.]rss'
send "$news" 'text/javascript; charset=utf-8' '.*/search/manifest[.]js'

# Scripts and styles of earlier builds stay, for pages that are open; they say nothing of anybody.
gcloud storage rsync "$site" "$bucket" --recursive --checksums-only \
    --delete-unmatched-destination-objects --exclude="^assets/.*${hash}[.](js|css)\$"
