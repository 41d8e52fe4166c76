package io.portage.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The progress of one table. Not thread-safe. */
class WalkState {
  private int step;
  private @Nullable List<Object> after;
  private long done;
  private long sourceRows;
  private long targetRows;

  /** The source that is walked; the number of sources for the target, and one more at the end. */
  int step() {
    return step;
  }

  void nextStep() {
    step++;
    after = null;
    done = 0;
  }

  @Nullable List<Object> after() {
    return after;
  }

  long done() {
    return done;
  }

  void advanced(@Nullable List<Object> to, long rows, boolean source) {
    long more = rows - done;
    sourceRows += source ? more : 0;
    targetRows += source ? 0 : more;
    done = rows;
    after = to;
  }

  long sourceRows() {
    return sourceRows;
  }

  long targetRows() {
    return targetRows;
  }

  void save(Findings findings) {}
}
