package io.portage.flink;

import io.portage.launcher.Portage;

/** Portage on Apache Flink, embedded in this process or on a cluster. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and exits with its code. */
  public static void main(String[] args) {
    System.exit(Portage.execute(new FlinkEngine(), args));
  }
}
