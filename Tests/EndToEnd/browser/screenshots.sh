#!/bin/sh
# Takes pictures of the site's pages as a phone, a desk and paper show them, for looking at.
#
# Usage: screenshots.sh [http://127.0.0.1:8080] [folder]
# A server must be running (`luoshi demo`) and `chromium` be installed.
set -eu
site=${1:-http://127.0.0.1:8080}
folder=${2:-screenshots}
browser="chromium --headless --no-sandbox --disable-gpu --hide-scrollbars"

if ! curl -sf "$site/healthz" >/dev/null; then
  echo "no server answers at $site; start one with \`luoshi demo\`, or give its address" >&2
  exit 1
fi
mkdir -p "$folder"

# The first link of the front page to a page of each kind.
link() {
  curl -sf "$site$2" | grep -o "href=\"$1[^\"]*\"" | head -n 1 |
    sed -e 's/^href="//' -e 's/"$//' -e 's/&amp;/\&/g' -e 's/#.*//'
}
number=$(link '/number?measure' /)
target=$(link '/number?target' /)
entry=$(link '/entry/' "$number")
record=$(link '/record/' /unit/140213)

failed=0
take() {
  name=$1
  address=$2
  if [ -z "$address" ]; then
    echo "no page of the kind $name was found" >&2
    failed=1
    return
  fi
  for width in 390 1280; do
    $browser --window-size=$width,2400 --screenshot="$folder/$name-$width.png" \
      "$site$address" >/dev/null 2>&1 || failed=1
    [ -s "$folder/$name-$width.png" ] || failed=1
  done
  echo "$name $address"
}
take front /
take front-en '/?lang=en'
take number "$number"
take target "$target"
take entry "$entry"
take unit /unit/140213
take record "$record"
take report /report
take problem '/?month=2022-13'
$browser --print-to-pdf="$folder/front.pdf" "$site/" >/dev/null 2>&1 || failed=1
exit $failed
