package io.portage.model.encoding;

import io.portage.model.Completion;
import io.portage.model.GuardResult;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import java.io.IOException;

/**
 * Encodes a {@link Completion}: origins, what else it has, and that. Layout version 2.
 *
 * <p>What else: 0 nothing, 1 a start, 2 a start that goes on where another ended, 3 a verdict, by
 * its name.
 */
public final class CompletionCoder extends VersionedCoder<Completion> {
  private static final long serialVersionUID = 1;
  private static final int VERDICT = 3;
  private static final CompletionCoder INSTANCE = new CompletionCoder();

  private CompletionCoder() {
    super(Completion.class, 2);
  }

  /** The coder. */
  public static CompletionCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Completion value, ByteSink out) throws IOException {
    ModelEncoding.writeOrigins(value.origins(), out);
    ReaderStart start = value.start();
    GuardResult guardResult = value.guardResult();
    if (start == null && guardResult == null) {
      out.write(0);
    } else if (start == null) {
      out.write(VERDICT);
      Encoding.writeEnum(guardResult, out);
    } else {
      out.write(start.fromCheckpoint() ? 2 : 1);
      Encoding.writeText(start.topic(), out);
      Encoding.writeInt(start.partition(), out);
      Encoding.writeLong(start.offset(), out);
    }
  }

  @Override
  Completion read(ByteSource in) throws IOException {
    OffsetRanges origins = ModelEncoding.readOrigins(in);
    int kind = in.read();
    if (kind == 0) {
      return new Completion(origins);
    }
    if (kind == VERDICT) {
      return Completion.of(origins, GuardResult.valueOf(Encoding.readText(in)));
    }
    String topic = Encoding.readText(in);
    int partition = Encoding.readInt(in);
    return new Completion(
        origins, new ReaderStart(topic, partition, Encoding.readLong(in), kind == 2));
  }
}
