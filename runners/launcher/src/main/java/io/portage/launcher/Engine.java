package io.portage.launcher;

import java.util.List;

/**
 * The runner that a launcher's class path holds, and the Beam options that suit Portage on it.
 *
 * <p>Options that the user gives win over these.
 */
public interface Engine {
  /** The runner's name, as {@code --runner} takes it. */
  String runner();

  /**
   * Beam options for a run.
   *
   * @param bounded whether the run ends by itself
   */
  List<String> defaults(boolean bounded);

  /** Whether {@code --until=end} works on it. */
  default boolean canEnd() {
    return true;
  }
}
