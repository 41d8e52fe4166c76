package io.portage.model;

import java.util.ArrayList;
import java.util.List;

/** Cuts lists of changes into parts of bounded size, in order. */
public final class Parts {
  private Parts() {}

  /**
   * The parts of {@code changes}.
   *
   * @param rows most changes of a part
   * @param bytes about how many bytes a part has at most, but for a single change
   */
  public static List<List<Change>> of(List<Change> changes, int rows, long bytes) {
    List<List<Change>> parts = new ArrayList<>();
    int from = 0;
    long held = 0;
    for (int at = 0; at < changes.size(); at++) {
      long size = ChangeSize.of(changes.get(at));
      if (at > from && (at - from == rows || held + size > bytes)) {
        parts.add(changes.subList(from, at));
        from = at;
        held = 0;
      }
      held += size;
    }
    if (from < changes.size()) {
      parts.add(changes.subList(from, changes.size()));
    }
    return parts;
  }
}
