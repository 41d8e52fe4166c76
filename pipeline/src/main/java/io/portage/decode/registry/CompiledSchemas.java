package io.portage.decode.registry;

import io.portage.decode.MalformedException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The readers of schemas, compiled once per schema. Thread-safe.
 *
 * @param <T> the type of the readers
 */
public final class CompiledSchemas<T> {
  /** Beyond so many schemas all are compiled again when needed. */
  private static final int MOST = 2_000;

  private final Compiler<T> compiler;
  private final ConcurrentHashMap<SchemaId, Compiled<T>> compiled = new ConcurrentHashMap<>();

  /** Written without a lock: every cached entry is correct, the last is only the most likely. */
  private @Nullable Compiled<T> last;

  /** Compiles the reader of an id's schema. */
  @FunctionalInterface
  public interface Compiler<T> {
    /**
     * Returns the reader; may wait for the schema.
     *
     * @throws MalformedException if there is no schema of this id; the next record tries again
     * @throws IllegalArgumentException if the format cannot use the schema, which never changes
     */
    T compile(SchemaId id) throws MalformedException;
  }

  private record Compiled<T>(SchemaId id, @Nullable T reader, @Nullable String problem) {}

  /** Creates an empty cache. */
  public CompiledSchemas(Compiler<T> compiler) {
    this.compiler = compiler;
  }

  /**
   * Returns the reader of an id's schema; may wait for the schema.
   *
   * @throws MalformedException if there is no schema of this id, or the format cannot use it
   */
  public T reader(SchemaId id) throws MalformedException {
    Compiled<T> found = last;
    if (found == null || !found.id.equals(id)) {
      found = compiled.get(id);
      if (found == null) {
        found = compile(id);
      }
      last = found;
    }
    if (found.reader == null) {
      throw new MalformedException("the " + id + ": " + found.problem);
    }
    return found.reader;
  }

  private Compiled<T> compile(SchemaId id) throws MalformedException {
    Compiled<T> result;
    try {
      result = new Compiled<>(id, compiler.compile(id), null);
    } catch (IllegalArgumentException e) {
      result = new Compiled<>(id, null, String.valueOf(e.getMessage()));
    }
    if (compiled.size() >= MOST) {
      compiled.clear();
    }
    compiled.put(id, result);
    return result;
  }
}
