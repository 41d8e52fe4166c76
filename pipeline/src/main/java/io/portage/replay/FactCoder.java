package io.portage.replay;

import io.portage.model.ChangeCoder;
import io.portage.model.DeadLetterCoder;
import io.portage.model.Half;
import io.portage.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link Fact}. Facts live within one replay, so the layout has no version. */
final class FactCoder extends AtomicCoder<Fact> {
  private static final long serialVersionUID = 1;
  private static final FactCoder INSTANCE = new FactCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();

  private FactCoder() {}

  static FactCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Fact fact, OutputStream out) throws IOException {
    TEXT.encode(fact.kind().name(), out);
    VarIntCoder.of().encode(fact.half().mask(), out);
    TEXT.encode(fact.id(), out);
    @Nullable Verdict verdict = fact.verdict();
    TEXT.encode(verdict == null ? "" : verdict.name(), out);
    NullableCoder.of(DeadLetterCoder.of()).encode(fact.letter(), out);
    NullableCoder.of(ChangeCoder.of()).encode(fact.change(), out);
  }

  @Override
  public Fact decode(InputStream in) throws IOException {
    Fact.Kind kind = Fact.Kind.valueOf(TEXT.decode(in));
    Half half = Half.ofMask(VarIntCoder.of().decode(in));
    String id = TEXT.decode(in);
    String verdict = TEXT.decode(in);
    return new Fact(
        kind,
        half,
        id,
        verdict.isEmpty() ? null : Verdict.valueOf(verdict),
        NullableCoder.of(DeadLetterCoder.of()).decode(in),
        NullableCoder.of(ChangeCoder.of()).decode(in));
  }
}
