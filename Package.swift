// swift-tools-version: 6.0
import PackageDescription

/// One library of the system, reached through a module map and a header of a few lines.
func system(_ name: String, _ pkgConfig: String?, _ package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "PerceiverExplorer",
    products: [
        .executable(name: "perceiver", targets: ["Commands"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // The libraries of the system. ncurses has no pkg-config name here: SwiftPM refuses its defines.
        system("CNcurses", nil, "libncurses-dev"),
        system("COpenBLAS", "openblas", "libopenblas-dev"),
        system("CPNG", "libpng", "libpng-dev"),
        system("CJPEG", "libturbojpeg", "libturbojpeg0-dev"),
        system("CSndfile", "sndfile", "libsndfile1-dev"),

        // Elementwise kernels, the choice of OpenBLAS's kernels, and what runs inside a signal handler.
        .target(name: "CKernels"),
        // Matrices, products, and the one place that decides about threads.
        .target(name: "Numerics", dependencies: ["CKernels", "COpenBLAS"]),
        // The architecture: attention layer, encoder, decoder, positions, trace.
        .target(name: "Perceiver", dependencies: ["Numerics"]),
        // Files of tensors and their configuration.
        .target(name: "Checkpoints", dependencies: ["CKernels", "Numerics"]),
        // Decoding and encoding of pictures, sounds and texts; resampling.
        .target(name: "Media", dependencies: ["CPNG", "CJPEG", "CSndfile"]),
        // Runnable models: preprocessor, Perceiver, postprocessor, labels.
        .target(name: "Models", dependencies: ["Numerics", "Perceiver", "Checkpoints", "Media"]),
        // Maps, statistics, composition, occlusion, comparison.
        .target(name: "Explanation", dependencies: ["Numerics", "Perceiver", "Models"]),
        // Canvases, colours, keys: what Explorer and Terminal share.
        .target(name: "Cells", dependencies: ["CKernels", "Media"]),
        // The application without a terminal: events in, canvases and effects out.
        .target(name: "Explorer", dependencies: ["Cells", "Explanation", "Models", "Media"]),
        // ncurses: canvases out, events in, the terminal left whole.
        .target(name: "Terminal", dependencies: ["CNcurses", "CKernels", "Cells", "Media"]),
        // The bundled model and the samples.
        .target(
            name: "Assets",
            path: "assets",
            exclude: ["screenshot.png"],
            resources: [.copy("models"), .copy("samples")]
        ),
        // The commands; runs effects and joins Explorer to Terminal.
        .executableTarget(
            name: "Commands",
            dependencies: [
                "Assets", "Cells", "Explorer", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // What the tests of several targets share: reproducible numbers, and where the fixtures are.
        .target(name: "TestData", dependencies: ["Checkpoints", "Numerics"], path: "Tests/TestData"),
        .testTarget(name: "NumericsTests", dependencies: ["Numerics", "TestData"]),
        .testTarget(
            name: "PerceiverTests",
            dependencies: ["Checkpoints", "Models", "Perceiver", "TestData"]
        ),
        .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "TestData"]),
        .testTarget(name: "MediaTests", dependencies: ["Media"]),
        .testTarget(name: "ModelsTests", dependencies: ["Assets", "Checkpoints", "Models", "TestData"]),
        .testTarget(name: "ExplanationTests", dependencies: ["Checkpoints", "Explanation", "TestData"]),
        .testTarget(name: "ExplorerTests", dependencies: ["Cells", "Explorer"], exclude: ["Goldens"]),
        // Damaged files of every kind, fed to whatever reads them.
        .testTarget(name: "FuzzTests", dependencies: ["Checkpoints", "Media", "Models", "TestData"]),
        .testTarget(name: "CommandsTests", dependencies: ["Checkpoints", "Commands", "TestData"]),
        .testTarget(name: "TerminalTests", dependencies: ["Cells", "Terminal"]),
        // Drives the programs in a real terminal (tmux).
        .testTarget(name: "EndToEndTests", dependencies: ["Commands", "TerminalProbe", "TestData"]),
        // Shows what Terminal can do, and crashes on demand.
        .executableTarget(
            name: "TerminalProbe",
            dependencies: ["Cells", "Terminal"],
            path: "Tests/TerminalProbe"
        ),
    ],
    swiftLanguageModes: [.v6]
)
