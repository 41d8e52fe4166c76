package io.portage.launcher.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class and halts the JVM when its standard input ends, as {@code kill -9} does,
 * so that no child outlives the process that started it.
 */
public final class ChildMain {
  private static final int PARENT_IS_GONE = 86;

  private ChildMain() {}

  /** Runs the main class {@code args[0]} with the other arguments. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread lifeline = new Thread(ChildMain::await, "lifeline");
    lifeline.setDaemon(true);
    lifeline.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void await() {
    try {
      while (System.in.read() >= 0) {
        // nothing writes to it
      }
    } catch (IOException e) {
      // treated as its end
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
