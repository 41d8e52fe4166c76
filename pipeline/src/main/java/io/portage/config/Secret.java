package io.portage.config;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be shown: either the plain value, or a reference to a {@link SecretStore}.
 *
 * <p>Each {@link #reveal} resolves a reference on the machine that calls it; the value of a
 * reference is neither kept nor serialized. The value of a plain secret is.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  /** Null in a reference. */
  private final @Nullable String value;

  /**
   * Null in a plain secret, as are {@code name} and {@code key}, also in the serialized form of an
   * older release.
   */
  private final @Nullable String store;

  private final @Nullable String name;
  private final @Nullable String key;

  private Secret(
      @Nullable String value, @Nullable String store, @Nullable String name, @Nullable String key) {
    this.value = value;
    this.store = store;
    this.name = name;
    this.key = key;
  }

  /** Creates a plain secret. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value), null, null, null);
  }

  /**
   * Creates a reference to a secret.
   *
   * @param store the name of a {@link SecretStore}
   * @param name the secret's name in that store
   * @param key the configuration key, for messages
   */
  public static Secret referenceTo(String store, String name, String key) {
    return new Secret(
        null,
        Objects.requireNonNull(store),
        Objects.requireNonNull(name),
        Objects.requireNonNull(key));
  }

  /** Returns true if this object contains the value itself, also in its serialized form. */
  public boolean isPlain() {
    return value != null;
  }

  /** The store of a reference; null for a plain secret. */
  public @Nullable String store() {
    return store;
  }

  /**
   * Returns the value. Pass it only to the driver or client that needs it, and do not keep it.
   *
   * @throws SecretException if a reference cannot be resolved
   */
  public String reveal() {
    if (value != null) {
      return value;
    }
    try {
      return SecretStores.find(Objects.requireNonNull(store)).read(Objects.requireNonNull(name));
    } catch (IOException unreadable) {
      throw new SecretException(
          key + ": the secret " + this + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /** Ignores the key, so that equal references share a connection pool. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && Objects.equals(value, that.value)
        && Objects.equals(store, that.store)
        && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, store, name);
  }

  @Override
  public String toString() {
    return value != null ? "***" : "{" + store + ": " + name + "}";
  }
}
