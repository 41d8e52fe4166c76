package io.portage.dataflow;

import io.portage.launcher.Portage;

/** Portage on Google Dataflow. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and exits with its code. */
  public static void main(String[] args) {
    System.exit(Portage.execute(new DataflowEngine(), args));
  }
}
