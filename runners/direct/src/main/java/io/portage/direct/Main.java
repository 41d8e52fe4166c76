package io.portage.direct;

import io.portage.launcher.Engine;
import io.portage.launcher.Portage;
import java.util.List;

/** Portage on Beam's direct runner: for the demo and for small jobs on one machine. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and exits with its code. */
  public static void main(String[] args) {
    System.exit(Portage.execute(new DirectEngine(), args));
  }

  /** Beam's direct runner. */
  static final class DirectEngine implements Engine {
    @Override
    public String runner() {
      return "DirectRunner";
    }

    /**
     * Returns options that turn off the runner's checks of immutability and encodability; tests use
     * them.
     */
    @Override
    public List<String> defaults(boolean bounded, List<String> given) {
      return List.of(
          "--blockOnRun=false", "--enforceImmutability=false", "--enforceEncodability=false");
    }

    @Override
    public List<String> parallelism(int workers) {
      return List.of("--targetParallelism=" + workers);
    }
  }
}
