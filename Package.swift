// swift-tools-version: 6.0
import PackageDescription

/// One library of the system, reached through a module map and a header of a few lines.
func system(_ name: String, _ pkgConfig: String?, _ package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "PerceiverExplorer",
    products: [
        .executable(name: "perceiver", targets: ["Program"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // The libraries of the system. Two have no pkg-config name here, as SwiftPM refuses the defines that come with it.
        system("CNcurses", nil, "libncurses-dev"),
        system("COpenBLAS", "openblas", "libopenblas-dev"),
        system("CPNG", "libpng", "libpng-dev"),
        system("CSndfile", "sndfile", "libsndfile1-dev"),
        system("CUTF8Proc", nil, "libutf8proc-dev"),

        // libjpeg's decoder (libjpeg-dev), whose errors jump: C must catch them.
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        // Elementwise kernels, SHA-256, the choice of OpenBLAS's kernels, and what runs inside a signal handler.
        .target(name: "CKernels"),
        // Matrices, products, and the one place that decides about threads.
        .target(name: "Numerics", dependencies: ["CKernels", "COpenBLAS"]),
        // The architecture: attention layer, encoder, decoder, positions, trace.
        .target(name: "Perceiver", dependencies: ["Numerics"]),
        // What all that reads or writes files shares: whole files or none, the system's reasons, printable names.
        .target(name: "Files"),
        // Files of tensors and their configuration.
        .target(name: "Checkpoints", dependencies: ["CKernels", "Files", "Numerics"]),
        // Decoding and encoding of pictures, sounds and texts; resampling.
        .target(
            name: "Media",
            dependencies: ["CKernels", "CPNG", "CJPEG", "CSndfile", "CUTF8Proc", "Files", "Numerics"]
        ),
        // Runnable models: preprocessor, Perceiver, postprocessor, labels.
        .target(
            name: "Models",
            dependencies: ["Numerics", "Perceiver", "Checkpoints", "Files", "Media"],
            // An import is the target's own business unless its declaration says otherwise.
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]
        ),
        // Maps, statistics, composition, occlusion, comparison.
        .target(
            name: "Explanation",
            dependencies: ["Assets", "Files", "Media", "Models", "Numerics", "Perceiver"]
        ),
        // Canvases, colours, keys: what Explorer and Terminal share.
        // Its small functions are called for every pixel: those who draw get them inlined.
        .target(
            name: "Cells",
            dependencies: ["CKernels", "CUTF8Proc", "Files", "Media", "Numerics"],
            swiftSettings: [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]
        ),
        // The application without a terminal: events in, canvases and effects out.
        .target(
            name: "Explorer",
            dependencies: ["Cells", "Explanation", "Media", "Models", "Numerics", "Perceiver"]
        ),
        // ncurses: canvases out, events in, the terminal left whole.
        .target(name: "Terminal", dependencies: ["CNcurses", "CKernels", "Cells", "Media"]),
        // The bundled model and the samples.
        // Its files are no resources, which would be copied at each build: it finds them where they are.
        .target(
            name: "Assets",
            path: "assets",
            exclude: ["models", "samples", "screens"]
        ),
        // The commands; answers questions and joins Explorer to Terminal.
        .target(
            name: "Commands",
            dependencies: [
                "Assets", "CKernels", "Cells", "Explorer", "Files", "Media", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // Runs the commands: nothing else, so that tests can run them with more kinds of models.
        .executableTarget(name: "Program", dependencies: ["Commands"]),

        // What the tests of several targets share: reproducible numbers, and where the fixtures are.
        .target(
            name: "TestData",
            dependencies: ["Checkpoints", "Numerics", "Perceiver"],
            path: "Tests/TestData"
        ),
        .testTarget(name: "NumericsTests", dependencies: ["Numerics", "TestData"]),
        .testTarget(
            name: "PerceiverTests",
            dependencies: ["Checkpoints", "Models", "Perceiver", "TestData"]
        ),
        .testTarget(name: "AssetsTests", dependencies: ["Assets"]),
        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "TestData"]),
        .testTarget(name: "MediaTests", dependencies: ["Media"]),
        // Kinds of models that tests alone know.
        .target(
            name: "ToyKinds",
            dependencies: ["Checkpoints", "Media", "Models", "Numerics", "Perceiver", "TestData"],
            path: "Tests/ToyKinds"
        ),
        .testTarget(
            name: "ModelsTests",
            dependencies: ["Assets", "Checkpoints", "Models", "Perceiver", "TestData", "ToyKinds"]
        ),
        .testTarget(
            name: "ExplanationTests",
            dependencies: ["Checkpoints", "Explanation", "TestData", "ToyKinds"]
        ),
        .testTarget(
            name: "ExplorerTests",
            dependencies: ["Cells", "Explorer", "TestData", "ToyKinds"],
            exclude: ["Goldens"]
        ),
        // Damaged files of every kind, fed to whatever reads them.
        .testTarget(name: "FuzzTests", dependencies: ["Checkpoints", "Media", "Models", "TestData"]),
        .testTarget(
            name: "CommandsTests",
            dependencies: ["Checkpoints", "Commands", "Program", "TestData", "ToyKinds", "ToyProgram"]
        ),
        // The scripts, on systems of a few programs that stand in for the real ones.
        .testTarget(name: "ScriptsTests", dependencies: ["TestData"]),
        .testTarget(name: "TerminalTests", dependencies: ["Cells", "Terminal"]),
        // Drives the programs in a real terminal (tmux).
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Media", "Program", "TerminalProbe", "TestData", "ToyKinds", "ToyProgram"]
        ),
        // The program with a few more kinds of models.
        .executableTarget(
            name: "ToyProgram",
            dependencies: ["Commands", "ToyKinds"],
            path: "Tests/ToyProgram"
        ),
        // Shows what Terminal can do, and crashes on demand.
        .executableTarget(
            name: "TerminalProbe",
            dependencies: ["CKernels", "Cells", "Numerics", "Terminal"],
            path: "Tests/TerminalProbe"
        ),
    ],
    swiftLanguageModes: [.v6]
)
