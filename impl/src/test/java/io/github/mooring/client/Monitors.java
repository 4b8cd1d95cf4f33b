package io.github.mooring.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import jdk.jfr.consumer.RecordedMethod;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods enter monitors, by their bytecode. Stateless. */
final class Monitors {
    private Monitors() {}

    /** Whether it is {@code synchronized} or has a block that is; also if that cannot be found out. */
    static boolean isUsedBy(RecordedMethod method) {
        return Modifier.isSynchronized(method.getModifiers()) || entersOne(method);
    }

    private static boolean entersOne(RecordedMethod method) {
        String file = method.getType().getName().replace('.', '/') + ".class";
        try (InputStream bytes = ClassLoader.getSystemResourceAsStream(file)) {
            if (bytes == null) {
                return true;
            }
            Search search = new Search(method);
            new ClassReader(bytes).accept(search, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return search.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Search extends ClassVisitor {
        private final RecordedMethod wanted;
        private boolean found;

        Search(RecordedMethod wanted) {
            super(Opcodes.ASM9);
            this.wanted = wanted;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            boolean here = name.equals(wanted.getName()) && descriptor.equals(wanted.getDescriptor());
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(int opcode) {
                    found |= here && opcode == Opcodes.MONITORENTER;
                }
            };
        }
    }
}
