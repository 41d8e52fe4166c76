package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Builds the descriptors of files and of those that they import, each once. Not thread-safe. */
final class FileBuilder {
  private final Function<String, FileDescriptorProto> files;
  private final Map<String, FileDescriptor> built = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();

  /**
   * Creates a builder.
   *
   * @param files returns the file of a path; throws IllegalArgumentException if there is none
   */
  FileBuilder(Function<String, FileDescriptorProto> files) {
    this.files = files;
  }

  /**
   * Returns the descriptor of a path.
   *
   * @throws IllegalArgumentException if a file is missing or invalid
   */
  FileDescriptor build(String name) {
    FileDescriptor known = built.get(name);
    if (known == null) {
      known = build(name, files.apply(name));
      built.put(name, known);
    }
    return known;
  }

  /** The same for a file with this content, which no other file imports. */
  FileDescriptor build(String name, FileDescriptorProto file) {
    if (path.contains(name)) {
      throw new IllegalArgumentException("a schema whose file " + name + " imports itself");
    }
    path.push(name);
    FileDescriptor[] imports =
        file.getDependencyList().stream().map(this::build).toArray(FileDescriptor[]::new);
    path.pop();
    try {
      return FileDescriptor.buildFrom(file, imports);
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException("invalid descriptors: " + e.getMessage(), e);
    }
  }
}
