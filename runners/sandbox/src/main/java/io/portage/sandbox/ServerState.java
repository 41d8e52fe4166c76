package io.portage.sandbox;

/** What a server of the sandbox is doing. */
public enum ServerState {
  /** The process is alive; whether it answers is another question. */
  RUNNING,
  /** Stopped in the middle of whatever it did: connections stay open and nothing answers. */
  FROZEN,
  /** No process; the data is kept. */
  STOPPED
}
