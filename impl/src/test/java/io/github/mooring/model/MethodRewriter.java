package io.github.mooring.model;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts a point before each step of a method that other threads can notice: reads and writes of volatile fields and calls
 * of {@code java.util.concurrent}, VarHandles included. Sends what has to do with time and interrupts to the {@link Model}.
 */
final class MethodRewriter extends MethodVisitor {
    private static final String INITIALIZER = "<clinit>";

    private final RewritingLoader loader;
    private final String className;
    private final String method;
    private final Map<Mutation, Integer> seen = new HashMap<>();
    private int line;

    MethodRewriter(MethodVisitor next, RewritingLoader loader, String className, String method) {
        super(Opcodes.ASM9, next);
        this.loader = loader;
        this.className = className;
        this.method = method;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (method.equals(INITIALIZER)) {
            toModel("enterInitializer", "()V");
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN && method.equals(INITIALIZER)) {
            toModel("leaveInitializer", "()V");
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
        super.visitLineNumber(number, start);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        boolean read = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        if (loader.isVolatile(owner, name)) {
            point((read ? "read " : "write ") + name);
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
        if (read && isMistaken(Mutation.Kind.FIELD_READ_TOO_EARLY, name)) {
            drop(Type.getType(descriptor));
            pushNothing(Type.getType(descriptor));
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (isMistaken(Mutation.Kind.CALL_LEFT_OUT, name)) {
            leaveOut(opcode, descriptor);
        } else if (owner.equals("java/lang/Thread") && name.equals("interrupt")) {
            toModel("interrupt", "(Ljava/lang/Thread;)V");
        } else if (owner.equals("java/lang/Thread") && name.equals("interrupted")) {
            toModel("interrupted", "()Z");
        } else if (owner.equals("java/lang/Thread") && name.equals("isInterrupted")) {
            toModel("isInterrupted", "(Ljava/lang/Thread;)Z");
        } else if (owner.equals("java/lang/System") && name.equals("nanoTime")) {
            toModel("nanoTime", "()J");
        } else {
            if (isShared(owner) && !name.equals("<init>")) {
                point(owner.substring(owner.lastIndexOf('/') + 1) + "." + name);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        Object[] changed = arguments.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] instanceof Handle handle
                    && handle.getOwner().equals("java/lang/System")
                    && handle.getName().equals("nanoTime")) {
                changed[i] = new Handle(Opcodes.H_INVOKESTATIC, Rewriter.MODEL, "nanoTime", "()J", false);
            }
        }
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, changed);
    }

    private static boolean isShared(String owner) {
        boolean concurrent = owner.startsWith("java/util/concurrent/")
                && !owner.startsWith("java/util/concurrent/locks/")
                && !owner.equals("java/util/concurrent/TimeUnit");
        return concurrent || owner.equals("java/lang/invoke/VarHandle");
    }

    private void point(String step) {
        if (loader.isAtomic(className)) {
            return;
        }
        String simple = className.substring(className.lastIndexOf('/') + 1);
        super.visitLdcInsn(simple + "." + method + ":" + line + " " + step);
        toModel("point", "(Ljava/lang/String;)V");
    }

    private void toModel(String name, String descriptor) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, Rewriter.MODEL, name, descriptor, false);
    }

    private boolean isMistaken(Mutation.Kind kind, String member) {
        for (Mutation mutation : loader.mutations()) {
            if (mutation.kind() == kind && mutation.member().equals(member) && mutation.isIn(className, method)) {
                int nth = seen.merge(mutation, 1, Integer::sum);
                if (mutation.nth() == 0 || mutation.nth() == nth) {
                    loader.made(mutation);
                    return true;
                }
            }
        }
        return false;
    }

    private void leaveOut(int opcode, String descriptor) {
        Type[] arguments = Type.getArgumentTypes(descriptor);
        for (int i = arguments.length - 1; i >= 0; i--) {
            drop(arguments[i]);
        }
        if (opcode != Opcodes.INVOKESTATIC) {
            super.visitInsn(Opcodes.POP);
        }
        pushNothing(Type.getReturnType(descriptor));
    }

    private void drop(Type type) {
        super.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }

    private void pushNothing(Type type) {
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> super.visitInsn(Opcodes.LCONST_0);
            case Type.BOOLEAN, Type.INT, Type.SHORT, Type.BYTE, Type.CHAR -> super.visitInsn(Opcodes.ICONST_0);
            default -> super.visitInsn(Opcodes.ACONST_NULL);
        }
    }
}
