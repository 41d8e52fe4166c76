package io.portage.launcher.console;

/** Short times for the JDK's server, which reads them once: the tests of slow clients wait. */
final class ShortLimits {
  private ShortLimits() {}

  /** Sets them, before the first server of the JVM. */
  static void set() {
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    System.setProperty("sun.net.httpserver.clockTick", "500");
    System.setProperty("sun.net.httpserver.timerMillis", "500");
  }
}
