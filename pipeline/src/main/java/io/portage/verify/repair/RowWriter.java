package io.portage.verify.repair;

import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.sink.Sink;
import io.portage.sink.SinkUnavailableException;
import io.portage.sink.WriteResult;
import io.portage.verify.repair.RepairedRow.RepairOutcome;
import java.util.List;

/** Writes single rows through the job's sink, whose guard compares versions. */
public final class RowWriter {
  private final Sink sink;

  /** Writes into {@code sink}, which the caller closes. */
  public RowWriter(Sink sink) {
    this.sink = sink;
  }

  /**
   * The result of a write.
   *
   * @param outcome {@code APPLIED}, {@code OVERTAKEN} or {@code REFUSED}
   * @param detail the reason of a refusal, without row values
   */
  public record RowWriteResult(RepairOutcome outcome, String detail) {}

  /**
   * Writes one change in a transaction of its own.
   *
   * @throws SinkUnavailableException if the target does not answer; the row may be written or not
   */
  public RowWriteResult write(Change change) throws SinkUnavailableException {
    WriteResult result = new WriteResult();
    sink.write(List.of(change), result);
    for (DeadLetter rejected : result.dead()) {
      return refused(rejected);
    }
    for (DeadLetter parked : result.takeParked()) {
      return refused(parked);
    }
    return new RowWriteResult(
        result.counts().applied() > 0 ? RepairOutcome.APPLIED : RepairOutcome.OVERTAKEN, "");
  }

  private static RowWriteResult refused(DeadLetter rejected) {
    return new RowWriteResult(
        RepairOutcome.REFUSED,
        "the target rejects the row: "
            + rejected.cause().reason()
            + ": "
            + rejected.cause().message());
  }
}
