package io.portage.dataflow;

import io.portage.launcher.Engine;
import io.portage.launcher.Portage;
import java.util.List;

/** Portage on Google Dataflow. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name and exits with its code. */
  public static void main(String[] args) {
    System.exit(Portage.execute(new DataflowEngine(), args));
  }

  private static final class DataflowEngine implements Engine {
    @Override
    public String runner() {
      return "DataflowRunner";
    }

    @Override
    public List<String> defaults(boolean bounded) {
      return List.of("--streaming=true");
    }

    /** Its read path never ends by itself, see the guide. */
    @Override
    public boolean canEnd() {
      return false;
    }
  }
}
