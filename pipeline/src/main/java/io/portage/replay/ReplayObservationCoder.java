package io.portage.replay;

import io.portage.model.ChangePart;
import io.portage.model.GuardResult;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.DeadLetterCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@link ReplayObservation}. Observations exist only within one replay, so the layout has
 * no version.
 */
final class ReplayObservationCoder extends AtomicCoder<ReplayObservation> {
  private static final long serialVersionUID = 1;
  private static final ReplayObservationCoder INSTANCE = new ReplayObservationCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();

  private ReplayObservationCoder() {}

  static ReplayObservationCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReplayObservation replayObservation, OutputStream out) throws IOException {
    TEXT.encode(replayObservation.kind().name(), out);
    VarIntCoder.of().encode(replayObservation.part().code(), out);
    TEXT.encode(replayObservation.id(), out);
    @Nullable GuardResult guardResult = replayObservation.guardResult();
    TEXT.encode(guardResult == null ? "" : guardResult.name(), out);
    NullableCoder.of(DeadLetterCoder.of()).encode(replayObservation.deadLetter(), out);
    NullableCoder.of(ChangeCoder.of()).encode(replayObservation.change(), out);
  }

  @Override
  public ReplayObservation decode(InputStream in) throws IOException {
    ReplayObservation.ObservationKind kind =
        ReplayObservation.ObservationKind.valueOf(TEXT.decode(in));
    ChangePart changePart = ChangePart.ofCode(VarIntCoder.of().decode(in));
    String id = TEXT.decode(in);
    String guardResult = TEXT.decode(in);
    return new ReplayObservation(
        kind,
        changePart,
        id,
        guardResult.isEmpty() ? null : GuardResult.valueOf(guardResult),
        NullableCoder.of(DeadLetterCoder.of()).decode(in),
        NullableCoder.of(ChangeCoder.of()).decode(in));
  }
}
