#!/bin/sh
# Lays out all that an image has: sallyport, its dependencies, Node, the libraries that Node loads, and a few small tools.
# It needs npm, node, strip and busybox, and works in any folder: `assemble.sh <sallyport.tgz> <folder>`.
set -eu

package=$1
into=$2
home=$into/opt/sallyport

main() {
  mkdir -p "$into/bin" "$into/etc" "$into/usr/local/bin" "$home" "$into/data" "$into/tmp" "$into/proc" "$into/dev"
  install_package
  leave_out_what_no_program_reads
  copy_node
  copy_tools
  name_the_user
}

install_package() {
  echo '{ "private": true }' > "$home/package.json"
  npm install --prefix "$home" --omit=dev --no-audit --no-fund --loglevel=error "$(absolute "$package")"
  rm "$home/package-lock.json"
  cp "$(dirname "$0")/health.mjs" "$home/"
}

# Declarations and source maps, modules for bundlers, sources of addons, and addons for other machines: two thirds.
leave_out_what_no_program_reads() {
  modules=$home/node_modules
  find "$modules" -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete
  find "$modules" -type d \( -name dist-types -o -name dist-es \) -prune -exec rm -r {} +
  platform=$(node -p '`${process.platform}-${process.arch}`')
  find "$modules" -type d -path '*/prebuilds/*' ! -name "$platform" -prune -exec rm -r {} +
  rm -r "$modules/@photostructure/sqlite/src" "$modules/.package-lock.json"
  find "$modules" -type d -empty -delete
}

copy_node() {
  node=$(readlink -f "$(command -v node)")
  cp "$node" "$into/usr/local/bin/node"
  strip "$into/usr/local/bin/node"
  copy_libraries "$node"
  for addon in $(find "$home" -name '*.node'); do copy_libraries "$addon"; done
}

# Under the paths that the loader looks at, whatever links lead there here.
copy_libraries() {
  for library in $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*'); do
    mkdir -p "$into$(dirname "$library")"
    cp -Lu "$library" "$into$library"
  done
}

# A shell for who looks inside; it also ends the functions of a server that was killed.
copy_tools() {
  busybox=$(command -v busybox)
  cp "$busybox" "$into/bin/busybox"
  copy_libraries "$busybox"
  for tool in cat env grep kill ls ps rm sh; do ln -s busybox "$into/bin/$tool"; done
  mkdir -p "$into/usr/bin"
  ln -s ../../bin/busybox "$into/usr/bin/env"
  ln -s ../../../opt/sallyport/node_modules/.bin/sallyport "$into/usr/local/bin/sallyport"
}

name_the_user() {
  echo 'sallyport:x:10001:10001::/data:/bin/sh' > "$into/etc/passwd"
  echo 'sallyport:x:10001:' > "$into/etc/group"
  chmod 1777 "$into/tmp"
  chmod 700 "$into/data"
  # Only root may give a folder away; elsewhere the image's own build does.
  [ "$(id -u)" != 0 ] || chown -R 10001:10001 "$into/data"
}

absolute() {
  echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

main
