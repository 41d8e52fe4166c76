package io.portage.read;

import io.portage.model.Coordinates;
import io.portage.model.Decoded;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.RawChange;
import io.portage.model.RawEvent;
import io.portage.model.Start;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Turns the entries of a partition into the model's values. */
final class Unpacking implements Serializable {
  private static final long serialVersionUID = 1;

  private final Format format;

  Unpacking(Format format) {
    this.format = format;
  }

  /** What Commit has to know of an entry, or null. */
  static @Nullable Outcome outcome(String topic, int partition, Entry entry) {
    Mark mark = entry.mark();
    if (mark == null) {
      return null;
    }
    boolean covers = mark.end() && mark.from() <= entry.offset();
    if ((!covers && !mark.first()) || entry.isRepeated()) {
      return null;
    }
    return new Outcome(
        covers
            ? Origins.of(
                new Interval(topic, partition, mark.from(), entry.offset() + 1, Half.WHOLE))
            : Origins.none(),
        mark.first() ? new Start(topic, partition, mark.from(), mark.resumed()) : null);
  }

  /** The event of an entry that is no end mark. */
  RawEvent event(String topic, int partition, Entry entry) {
    Mark mark = entry.mark();
    RawChange raw =
        new RawChange(
            new Coordinates(topic, partition, entry.offset()),
            mark == null ? entry.offset() : mark.from(),
            entry.kafkaTime(),
            entry.key(),
            entry.value(),
            entry.headers(),
            entry.lateness());
    Decoded decoded = entry.decoded();
    return new RawEvent(raw, decoded == null ? format.decode(topic, entry.value()) : decoded);
  }
}
