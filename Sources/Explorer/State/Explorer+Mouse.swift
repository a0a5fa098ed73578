import Cells

extension Explorer {
    /// Does what a click or a turn of the wheel means where it happens.
    mutating func use(_ mouse: Mouse) {
        switch mouse.action {
        case .release: release()
        case .drag: drag(mouse)
        case .wheelUp: turn(-1, at: mouse)
        case .wheelDown: turn(1, at: mouse)
        case .press:
            // Behind a notice there are no hints.
            let isOnNotice = notice != nil && mouse.y == size.height - 1
            notice = nil
            main.pressed = nil
            if !isOnNotice { click(mouse) }
        }
    }

    /// The screen between the title and the footer.
    var body: Rectangle { Rectangle(x: 0, y: 1, width: size.width, height: size.height - 2) }

    private mutating func click(_ mouse: Mouse) {
        let region = frame.regions.last { $0.area.contains(x: mouse.x, y: mouse.y) }
        region?.click(&self, mouse.x, mouse.y)
    }

    private mutating func drag(_ mouse: Mouse) {
        guard main.pressed != nil else { return }
        let region = frame.regions.last { $0.drag != nil && $0.area.contains(x: mouse.x, y: mouse.y) }
        region?.drag?(&self, mouse.x, mouse.y)
    }

    private mutating func turn(_ step: Int, at mouse: Mouse) {
        let region = frame.regions.last { $0.turn != nil && $0.area.contains(x: mouse.x, y: mouse.y) }
        region?.turn?(&self, step)
    }
}
