// The kept page: the flag form without a server, and back to the real one when the network is there again.
import {start} from "./flag.js";

start();
addEventListener("online", () => location.replace("/issues/new/"));
