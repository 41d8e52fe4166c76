package io.portage.upsert.parking;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Stage;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.DeadLetterCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Encodes {@link ParkedChanges}: the layout version 3, the dead letter that the first change may
 * become, the time of the next attempt, the start of the time limit, and the further changes.
 */
final class ParkedChangesCoder extends AtomicCoder<ParkedChanges> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 3;

  @Override
  public void encode(ParkedChanges value, OutputStream out) throws IOException {
    Change first = value.changes().get(0);
    out.write(VERSION);
    DeadLetterCoder.of()
        .encode(
            new DeadLetter(
                Stage.UPSERT,
                value.cause(),
                value.attempts(),
                value.since(),
                null,
                first,
                first.part()),
            out);
    VarLongCoder.of().encode(value.nextAt(), out);
    VarLongCoder.of().encode(value.deadlineStart(), out);
    List<Change> further = value.changes().subList(1, value.changes().size());
    ChangeBatchCoder.of().encode(new ChangeBatch(0, further), out);
  }

  @Override
  public ParkedChanges decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("parked rows have the unknown layout version " + version);
    }
    DeadLetter deadLetter = DeadLetterCoder.of().decode(in);
    long nextAt = VarLongCoder.of().decode(in);
    long deadlineStart = VarLongCoder.of().decode(in);
    List<Change> changes = new ArrayList<>();
    changes.add(deadLetter.change());
    changes.addAll(ChangeBatchCoder.of().decode(in).changes());
    return new ParkedChanges(
        List.copyOf(changes),
        deadLetter.cause(),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        deadlineStart,
        nextAt);
  }
}
