[revenge]
title="Revenge"
desc="Web page and streams"
port_forward="yes"
dst.ports="8096/tcp"
