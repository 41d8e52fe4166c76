package io.portage.sandbox;

/** The state of a server of the sandbox. */
public enum ServerState {
  /** The process is alive, but does not necessarily accept requests. */
  RUNNING,
  /** Suspended by SIGSTOP: connections stay open and the server does not respond. */
  FROZEN,
  /** No process; the data is kept. */
  STOPPED
}
