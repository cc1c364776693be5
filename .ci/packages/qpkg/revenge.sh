#!/bin/sh
# Start and stop of Revenge on QTS, called at boot and from the App Center.
conf=/etc/config/qpkg.conf
name=revenge
root=$(/sbin/getcfg $name Install_Path -f $conf)
# Beside .qpkg on the same volume.
data=$(dirname "$(dirname "$root")")/.revenge
pid_file=/var/run/revenge.pid

runs() { [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; }

start() {
    if [ "$(/sbin/getcfg $name Enable -u -d FALSE -f $conf)" != TRUE ]; then
        echo "$name is disabled"
        exit 1
    fi
    runs && return
    # PostgreSQL does not run as root: the server gives it this user.
    grep -qE '^(revenge|nobody):' /etc/passwd || adduser -D -H -h / -s /bin/false revenge
    mkdir -p "$data"
    cd "$data" || exit 1
    # The user's own settings, where upgrades of QTS and of the package leave them.
    [ ! -e "$data/config.toml" ] || export REVENGE_CONFIG="$data/config.toml"
    HOME=$data "$root/bin/revenge" serve --data-dir "$data" >> "$data/revenge.log" 2>&1 &
    echo $! > "$pid_file"
}

stop() {
    runs && kill -TERM "$(cat "$pid_file")"
    seconds=0
    while runs && [ "$seconds" -lt 60 ]; do sleep 1; seconds=$((seconds + 1)); done
    if runs; then kill -KILL "$(cat "$pid_file")"; fi
    rm -f "$pid_file"
}

case "$1" in
    start) start ;;
    stop) stop ;;
    restart) stop; start ;;
    *) echo "Usage: $0 {start|stop|restart}"; exit 1 ;;
esac
