package io.portage.read;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The serializable part of the Kafka read, shared by the consumer factory, the deserializer and the
 * timestamp policy.
 *
 * <p>A runner serializes it with the graph and (Flink) in the state of every reader. The spec of a
 * graph contains all settings and registers them wherever it is deserialized. The spec of a reader,
 * {@link #forReader}, contains only the {@link ReaderStateKey}, so that a restored reader uses the
 * settings of the graph that restored it.
 */
final class SerializableReadSpec implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] handle;
  private transient @Nullable ReadSpec settings;

  private SerializableReadSpec(byte[] handle, @Nullable ReadSpec settings) {
    this.handle = handle;
    this.settings = settings;
  }

  /** Returns the read of a graph and registers its settings in this process. */
  static SerializableReadSpec of(ReaderStateKey handle, ReadSpec settings) {
    ReadContext.register(handle, settings);
    return new SerializableReadSpec(handle.toBytes(), settings);
  }

  ReaderStateKey handle() {
    return ReaderStateKey.fromBytes(handle);
  }

  /** Returns the context of this job in this process. */
  ReadContext context() {
    return ReadContext.of(handle());
  }

  /** Returns the spec for the readers of this source, without the settings. */
  SerializableReadSpec forReader() {
    return new SerializableReadSpec(handle, null);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(settings);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    ReadSpec deserialized = (ReadSpec) in.readObject();
    settings = deserialized;
    if (deserialized != null) {
      ReadContext.register(handle(), deserialized);
    }
  }
}
