/**
 * The syntax Protobuf. The message types come from a descriptor file, with or without the header of
 * Confluent's serializer, or from a schema registry by the id that each record carries.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.protobuf;
