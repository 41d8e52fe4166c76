package io.portage.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Objects in the memory of this process as Beam's file system {@code mem://}. As in an object
 * store, a file becomes visible as a whole when it is closed, and can be neither appended to nor
 * listed as a folder.
 */
public final class MemoryFileSystem extends FileSystem<MemoryFileSystem.Id> {
  /** The stored objects by name, shared by all tests of this process. */
  public static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();

  /** Registers the file system with Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new MemoryFileSystem());
    }
  }

  /**
   * An object's name.
   *
   * @param name the name with its scheme
   */
  public record Id(String name) implements ResourceId {
    private static final long serialVersionUID = 1;

    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      return new Id(name + "/" + other);
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Id(name.substring(0, name.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "mem";
    }

    @Override
    public String getFilename() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return name.endsWith("/");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  protected String getScheme() {
    return "mem";
  }

  @Override
  protected Id matchNewResource(String name, boolean isDirectory) {
    return new Id(name);
  }

  @Override
  protected List<MatchResult> match(List<String> patterns) {
    List<MatchResult> results = new ArrayList<>();
    for (String pattern : patterns) {
      String prefix = pattern.substring(0, pattern.indexOf('*'));
      String suffix = pattern.substring(pattern.indexOf('*') + 1);
      List<Metadata> found = new ArrayList<>();
      OBJECTS.forEach(
          (name, bytes) -> {
            if (name.startsWith(prefix)
                && name.endsWith(suffix)
                && name.indexOf('/', prefix.length()) < 0) {
              found.add(
                  Metadata.builder()
                      .setResourceId(new Id(name))
                      .setSizeBytes(bytes.length)
                      .setIsReadSeekEfficient(false)
                      .build());
            }
          });
      results.add(MatchResult.create(found.isEmpty() ? Status.NOT_FOUND : Status.OK, found));
    }
    return results;
  }

  @Override
  protected ReadableByteChannel open(Id id) throws IOException {
    byte[] bytes = OBJECTS.get(id.name());
    if (bytes == null) {
      throw new FileNotFoundException(id.name());
    }
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  @Override
  protected WritableByteChannel create(Id id, CreateOptions options) {
    return Channels.newChannel(
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            OBJECTS.put(id.name(), toByteArray());
          }
        });
  }

  @Override
  protected void copy(List<Id> from, List<Id> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<Id> from, List<Id> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<Id> ids) {
    throw new UnsupportedOperationException();
  }
}
