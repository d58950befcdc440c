# Runs a server that must not outlive whoever started this shell: sh -c "$(cat guard.sh)" guard SECONDS COMMAND...
#
# Standard input is a pipe whose other end only the starter holds. Nothing is ever read from it: it ends when the starter
# closes it, or when the kernel does because the starter is gone (kill -9 included). Then the server is asked to stop and,
# SECONDS later, killed with all its children.
grace=$1
shift

# Ctrl-C goes to every process of the terminal. Ours is to wait until the starter has stopped the server in its own order.
trap '' INT HUP QUIT
exec 3<&0 </dev/null

# A session of its own, so that one signal reaches the server and all its children. Where there is no setsid (macOS) the
# server's own children still end with it.
if command -v setsid >/dev/null 2>&1; then
    setsid "$@" 3<&- &
    server=$!
    tree=-$server
else
    "$@" 3<&- &
    server=$!
    tree=$server
fi
trap 'kill -TERM "$server" 2>/dev/null' TERM

(
    while read -r _; do :; done <&3
    kill -TERM "$server" 2>/dev/null
    while [ "$grace" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
        sleep 1
        grace=$((grace - 1))
    done
    kill -KILL "$tree" 2>/dev/null
) &
watcher=$!

while :; do
    wait "$server"
    status=$?
    kill -0 "$server" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
kill -KILL "$tree" 2>/dev/null
exit "$status"
