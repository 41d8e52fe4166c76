package io.portage.verify.log;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * A record of a row that the job rejects.
 *
 * @param at the record
 * @param part the rejected part of it
 * @param reason the reason, without row values
 */
record RejectedRecord(Coordinates at, ChangePart part, String reason) {
  /** A record that is rejected as a whole. */
  RejectedRecord(Coordinates at, String reason) {
    this(at, ChangePart.WHOLE, reason);
  }

  /** The id of the rejected part's dead letter. */
  String id() {
    return at + part.suffix();
  }

  /** Returns the later one. Records of different partitions have no order: then {@code other}. */
  RejectedRecord later(@Nullable RejectedRecord other) {
    return other == null || (isOfSamePartition(other) && other.order(this) < 0) ? this : other;
  }

  private int order(RejectedRecord other) {
    int order = Long.compare(at.offset(), other.at.offset());
    return order == 0 ? part.compareTo(other.part) : order;
  }

  private boolean isOfSamePartition(RejectedRecord other) {
    return at.partition() == other.at.partition() && at.topic().equals(other.at.topic());
  }

  /** Returns true if the record at {@code other} comes after this one in the same partition. */
  boolean isBefore(Coordinates other) {
    return at.partition() == other.partition()
        && at.topic().equals(other.topic())
        && at.offset() < other.offset();
  }

  /**
   * Returns true if a row has the version of this record, so that its dead letter was replayed, or
   * that of a later one of the partition.
   */
  boolean isReached(@Nullable Version version) {
    return version != null
        && version.partition() == at.partition()
        && version.offset() >= at.offset();
  }
}
