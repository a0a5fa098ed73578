import Commands
import ToyKinds

ToyKinds.register()
PerceiverCommand.main()
