package io.portage.model.encoding;

import io.portage.model.Completion;
import io.portage.model.GuardResult;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import java.io.IOException;

/**
 * Encodes a {@link Completion}: origins, a tag, and the content that the tag names. Layout version
 * 2.
 *
 * <p>Tags: 0 nothing more, 1 a start that the reader chose, 2 a start from a checkpoint, 3 a guard
 * result, by its name.
 */
public final class CompletionCoder extends VersionedCoder<Completion> {
  private static final long serialVersionUID = 1;
  private static final int GUARD_RESULT = 3;
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
    if (start != null) {
      out.write(start.fromCheckpoint() ? 2 : 1);
      Encoding.writeText(start.topic(), out);
      Encoding.writeInt(start.partition(), out);
      Encoding.writeLong(start.offset(), out);
    } else if (guardResult != null) {
      out.write(GUARD_RESULT);
      Encoding.writeEnum(guardResult, out);
    } else {
      out.write(0);
    }
  }

  @Override
  Completion read(ByteSource in) throws IOException {
    OffsetRanges origins = ModelEncoding.readOrigins(in);
    int tag = in.read();
    if (tag == 0) {
      return new Completion(origins);
    }
    if (tag == GUARD_RESULT) {
      return Completion.of(origins, GuardResult.valueOf(Encoding.readText(in)));
    }
    String topic = Encoding.readText(in);
    int partition = Encoding.readInt(in);
    return new Completion(
        origins, new ReaderStart(topic, partition, Encoding.readLong(in), tag == 2));
  }
}
