package io.portage.launcher.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class, and ends at once, as by {@code kill -9}, when its standard input does:
 * no child outlives the process that started it.
 */
public final class ChildMain {
  private static final int PARENT_IS_GONE = 86;

  private ChildMain() {}

  /** Takes the name of the main class, then its arguments. */
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
        // nobody writes
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
