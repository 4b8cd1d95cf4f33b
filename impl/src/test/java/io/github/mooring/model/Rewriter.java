package io.github.mooring.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Rewrites one class: first the types that stand in for the JDK's, then the steps, method by method. */
final class Rewriter extends ClassVisitor {
    static final String MODEL = "io/github/mooring/model/Model";

    private static final Map<String, String> STAND_INS = Map.of(
            "java/util/concurrent/locks/ReentrantLock", "io/github/mooring/model/ModelLock",
            "java/util/concurrent/locks/Condition", "io/github/mooring/model/ModelCondition",
            "java/util/concurrent/locks/LockSupport", "io/github/mooring/model/ModelParking");

    private final RewritingLoader loader;
    private String className = "";

    Rewriter(ClassVisitor next, RewritingLoader loader) {
        super(Opcodes.ASM9, new ClassRemapper(Opcodes.ASM9, next, new SimpleRemapper(Opcodes.ASM9, STAND_INS)) {});
        this.loader = loader;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        className = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new MethodRewriter(next, loader, className, name);
    }
}
