package io.portage.read;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What our parts of a KafkaIO read share, and the only thing of theirs that is serialized.
 *
 * <p>A runner serializes them twice: with the graph, and (Flink) in the state of every reader. In
 * the graph the plan carries the settings, and wherever it is deserialized it makes them known to
 * the process. In a reader's state it is a handle of a few bytes: a restored reader uses the
 * settings of the graph that runs now. The two are told apart by this: before a source is split
 * into readers, KafkaIO asks a consumer for the partitions; what is serialized after that goes into
 * state.
 */
final class SerializableReadSpec implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] handle;
  private transient @Nullable ReadSpec settings;
  private transient volatile boolean split;

  private SerializableReadSpec(ReaderStateKey handle, ReadSpec settings) {
    this.handle = handle.toBytes();
    this.settings = settings;
  }

  /** The plan of a graph. */
  static SerializableReadSpec of(ReaderStateKey handle, ReadSpec settings) {
    ReadContext.register(handle, settings);
    return new SerializableReadSpec(handle, settings);
  }

  ReaderStateKey handle() {
    return ReaderStateKey.fromBytes(handle);
  }

  /** The run that this process is part of. */
  ReadContext context() {
    return ReadContext.of(handle());
  }

  /** From now on it is serialized without the settings. */
  void markSplit() {
    split = true;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(split ? null : settings);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    ReadSpec carried = (ReadSpec) in.readObject();
    settings = carried;
    if (carried != null) {
      ReadContext.register(handle(), carried);
    }
  }
}
