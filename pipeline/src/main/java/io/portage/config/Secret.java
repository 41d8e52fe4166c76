package io.portage.config;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be shown: either the value itself, or where it is kept.
 *
 * <p>A reference is resolved by each {@link #reveal}, on the machine that calls it. Its value is
 * neither part of it nor of what it is serialized to; that of a plain secret is.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  /** Null in a reference. */
  private final @Nullable String value;

  /** The other three are null in a plain secret, also in one that an older release has written. */
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

  /** Hides {@code value}. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value), null, null, null);
  }

  /**
   * A secret that is kept elsewhere.
   *
   * @param store the name of a {@link SecretStore}
   * @param name what that store knows it by
   * @param key the configuration's key, for messages
   */
  public static Secret referenceTo(String store, String name, String key) {
    return new Secret(
        null,
        Objects.requireNonNull(store),
        Objects.requireNonNull(name),
        Objects.requireNonNull(key));
  }

  /** Whether the value itself is in here, and so wherever this is written to. */
  public boolean isPlain() {
    return value != null;
  }

  /** The store of a reference, null for a plain secret. */
  public @Nullable String store() {
    return store;
  }

  /**
   * The value itself; hand it only to the driver or client that needs it, and do not keep it.
   *
   * @throws SecretException when a reference cannot be resolved here and now
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

  /** The key is no part of it: equal references share a connection pool. */
  @Override
  public boolean equals(Object other) {
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
