package io.portage.sandbox;

import java.util.Locale;

/**
 * One server of the sandbox, which tests can stop, kill and freeze. Every call returns when the
 * operation is complete.
 *
 * <p>The port and the data stay the same over all restarts. A port is not reserved while its server
 * is down: another program could take it, and {@link #start} would then fail.
 */
public final class SandboxServer {
  private final SupervisorLink link;
  private final String name;
  private final int port;

  SandboxServer(SupervisorLink link, String name, int port) {
    this.link = link;
    this.name = name;
    this.port = port;
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Starts a stopped server and returns when it accepts requests. */
  public void start() {
    link.ask(name + " start");
  }

  /**
   * Shuts the server down in an orderly way, after thawing a frozen one. Does nothing if it is
   * stopped.
   */
  public void stop() {
    link.ask(name + " stop");
  }

  /** Kills the server and its child processes with SIGKILL. Does nothing if it is stopped. */
  public void kill() {
    link.ask(name + " kill");
  }

  /** Stops a running server with SIGSTOP, child processes included. */
  public void freeze() {
    link.ask(name + " freeze");
  }

  /** Continues a frozen server. */
  public void thaw() {
    link.ask(name + " thaw");
  }

  /** Returns the state of the server; {@link ServerState#STOPPED} also after a crash. */
  public ServerState state() {
    return ServerState.valueOf(link.ask(name + " state").toUpperCase(Locale.ROOT));
  }

  /** Returns the process id of the running or frozen server. */
  public long pid() {
    return Long.parseLong(link.ask(name + " pid"));
  }
}
